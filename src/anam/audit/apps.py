from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "anam.audit"

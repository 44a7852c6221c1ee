from django.urls import path

from anam.imports.views import portal

urlpatterns = [
    path("portal/import/", portal.imports, name="portal-imports"),
    path("portal/import/<int:pk>/", portal.import_page, name="portal-import"),
    path("portal/import/<int:pk>/start/", portal.start_import, name="portal-import-start"),
    path("portal/import/<int:pk>/stop/", portal.stop_import, name="portal-import-stop"),
    path("portal/import/<int:pk>/refused.csv", portal.import_report, name="portal-import-report"),
]

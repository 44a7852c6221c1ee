from django.urls import path, re_path

from anam.legal.views import accept, desk, texts

KIND = "(?P<kind>terms|privacy)"

urlpatterns = [
    path("terms/accept/", accept.accept, name="legal-accept"),
    re_path(f"^{KIND}/$", texts.in_force, name="legal-text"),
    re_path(rf"^{KIND}/(?P<version>[1-9]\d{{0,8}})/$", texts.version_page, name="legal-version"),
    re_path(f"^desk/settings/{KIND}/$", desk.edit, name="desk-legal"),
    re_path(f"^desk/settings/{KIND}/preview/$", desk.preview, name="desk-legal-preview"),
]

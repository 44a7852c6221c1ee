from django.urls import path, register_converter
from django.urls.converters import StringConverter

from anam.legal.views import accept, desk, texts


class Kind(StringConverter):
    """The terms or the privacy notice, by the name that stands in the address."""

    regex = "terms|privacy"


register_converter(Kind, "legal")

urlpatterns = [
    path("terms/accept/", accept.accept, name="legal-accept"),
    path("<legal:kind>/", texts.in_force, name="legal-text"),
    path("<legal:kind>/<int:version>/", texts.version_page, name="legal-version"),
    path("desk/settings/<legal:kind>/", desk.edit, name="desk-legal"),
    path("desk/settings/<legal:kind>/preview/", desk.preview, name="desk-legal-preview"),
]

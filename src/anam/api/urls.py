from django.urls import path, re_path

from anam.api.app import api
from anam.api.views import described, nothing, token_pages

urlpatterns = [
    path("api/v1/openapi.json", described.openapi_json, name="api-openapi"),
    path("api/v1/docs", described.docs, name="api-docs"),
    path("api/v1/", api.urls),
    re_path(r"^api/v1/", nothing.nothing_here, name="api-nothing"),
    path("portal/tokens/", token_pages.portal_tokens, name="portal-tokens"),
    path("portal/tokens/<int:pk>/revoke/", token_pages.portal_revoke, name="portal-token-revoke"),
    path("preferences/tokens/", token_pages.my_tokens, name="tokens"),
    path("preferences/tokens/<int:pk>/revoke/", token_pages.my_revoke, name="token-revoke"),
]

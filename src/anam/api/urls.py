from django.urls import path, re_path

from anam.api.app import api
from anam.api.views import described, nothing, tokens

urlpatterns = [
    path("api/v1/openapi.json", described.openapi_json, name="api-openapi"),
    path("api/v1/docs", described.docs, name="api-docs"),
    path("api/v1/", api.urls),
    re_path(r"^api/v1/", nothing.nothing_here),
    path("portal/tokens/", tokens.portal_tokens, name="portal-tokens"),
    path("portal/tokens/<int:pk>/revoke/", tokens.portal_revoke, name="portal-token-revoke"),
    path("preferences/tokens/", tokens.my_tokens, name="tokens"),
    path("preferences/tokens/<int:pk>/revoke/", tokens.my_revoke, name="token-revoke"),
]

"""How people sign in: django-allauth, with one query for who somebody is and whom they act for."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from django.http import HttpRequest

from anam.people.models import User


class EmailBackend(AuthenticationBackend):  # type: ignore[misc]  # allauth has no types
    def get_user(self, user_id: int) -> User | None:
        members = ("maker_member__maker", "buyer_member__buyer")
        return User.objects.select_related(*members).filter(pk=user_id, is_active=True).first()


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Members are added by the marketplace (`anam add-member`); nobody signs themselves up."""
        return False

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        user: Any = request.user
        if user.is_support:
            return "/desk/"
        return "/portal/orders/" if user.maker else "/"

"""How people sign in: django-allauth, with one query for who somebody is and whom they act for."""

from allauth.account.auth_backends import AuthenticationBackend

from anam.people.models import User


class EmailBackend(AuthenticationBackend):  # type: ignore[misc]  # allauth has no types
    def get_user(self, user_id: int) -> User | None:
        members = ("maker_member__maker", "buyer_member__buyer")
        return User.objects.select_related(*members).filter(pk=user_id, is_active=True).first()

"""What django-allauth asks of us where it meets people: our words, our e-mails, our first pages."""

from typing import Any
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.http import HttpRequest

from anam.addresses import taken_apart
from anam.legal.news import look_for_news
from anam.notifications.notifications import send_reset_link, tell_of_change
from anam.web.limits import network_of


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": "This email address and password do not belong together.",
        "too_many_login_attempts": "Too many attempts with this address. Wait five minutes, or choose a new password.",
        "rate_limited": "Too many attempts. Wait five minutes.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Members are added by the marketplace (`anam add-member`); nobody signs themselves up."""
        return False

    def is_safe_url(self, url: str | None) -> bool:
        """Whether a page may lead to `url` after signing in or out. What is no address is not."""
        return bool(url and taken_apart(url) and super().is_safe_url(url))

    def get_client_ip(self, request: HttpRequest) -> str:
        """The network that a visitor has to themselves: one with IPv6 has more addresses than can be counted."""
        return network_of(super().get_client_ip(request))

    def post_login(self, request: HttpRequest, user: Any, **kwargs: Any) -> Any:
        """Whoever has signed in hears of terms that are new to them."""
        look_for_news(request, user)
        return super().post_login(request, user, **kwargs)

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        user: Any = request.user
        if user.is_support:
            return "/desk/"
        return "/portal/orders/" if user.maker else "/"

    def get_reset_password_from_key_url(self, key: str) -> str:
        """On the marketplace's own address, whatever name the request was sent to."""
        return f"{settings.SITE_URL}{urlsplit(super().get_reset_password_from_key_url(key)).path}"

    def send_notification_mail(
        self, template_prefix: str, user: Any, context: dict[str, Any] | None = None, email: str | None = None
    ) -> None:
        """Tell somebody what was changed in how they sign in, by the name of allauth's own template for it."""
        tell_of_change(user, what=template_prefix.rpartition("/")[2])

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Write the e-mail and the job that sends it, as every e-mail goes. The only one is for a new password."""
        if template_prefix != "account/email/password_reset_key":
            raise NotImplementedError(f"Anam has no words for {template_prefix}.")
        send_reset_link(context["user"], link=context["password_reset_url"])

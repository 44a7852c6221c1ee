"""What somebody is asked to accept, above the page."""

from typing import Any

from django import template

from anam.legal.news import news_of

register = template.Library()


@register.inclusion_tag("legal/_news.html", takes_context=True)
def legal_news(context: dict[str, Any]) -> dict[str, Any]:
    request = context.get("request")
    news = news_of(request) if request else []
    back = request.get_full_path() if request and news else ""
    return {"news": news, "csrf_token": context.get("csrf_token"), "back": back}

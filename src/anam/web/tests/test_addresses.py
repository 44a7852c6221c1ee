"""Addresses that are put together once are those that Django puts together each time."""

import pytest
from django import forms
from django.template import Context, Template
from django.urls import NoReverseMatch, reverse, set_script_prefix

from anam.web.addresses import address_of


@pytest.mark.parametrize(
    ("name", "args", "kwargs"),
    [("desk", (), {}), ("case", (7,), {}), ("case", (), {"pk": 7}), ("portal-order", ("BYR-1042",), {})],
)
def test_an_address_is_what_django_says(name: str, args: tuple[object, ...], kwargs: dict[str, object]) -> None:
    for _ in range(2):
        assert address_of(name, *args, **kwargs) == reverse(name, args=args, kwargs=kwargs)


def test_an_address_has_what_the_site_is_mounted_at() -> None:
    for prefix in ("/", "/shop/", "/"):
        set_script_prefix(prefix)
        assert address_of("desk") == f"{prefix}desk/"


def test_templates_write_them_as_ever() -> None:
    given = Context({"number": "A&1"})
    assert Template("{% url 'desk-order' number %}").render(given) == Template("{{ to }}").render(
        Context({"to": reverse("desk-order", args=["A&1"])})
    )
    assert Template("{% url 'case' pk=7 as to %}<{{ to }}>").render(given) == f"<{reverse('case', args=[7])}>"
    with pytest.raises(NoReverseMatch):
        Template("{% url 'nowhere' %}").render(given)


def test_the_attributes_of_a_field_are_written_as_django_writes_them() -> None:
    attrs = {"rows": 4, "required": True, "cols": False, "placeholder": '"<&', "data-x": None}
    shown = str(forms.Form({}).renderer.render("django/forms/widgets/attrs.html", {"widget": {"attrs": attrs}}))
    assert shown == 'rows="4" required placeholder="&quot;&lt;&amp;" data-x="None"'

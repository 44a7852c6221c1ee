"""What is refused for somebody's role, in words."""

from django.utils.translation import gettext_lazy as _

from anam.people.models import Role, SupportRole
from anam.people.roles import May

REFUSALS = {
    "role_does_not_include": _("Your role is “{role}”, and it does not include {what}."),
    **{f"role_{role.value}": role.label for role in (*Role, *SupportRole)},
    **{f"may_{may.value}": may.label for may in May},
}

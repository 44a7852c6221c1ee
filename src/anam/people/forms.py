"""What is asked about the people of a house."""

from django import forms

from anam.people.house import roles_of
from anam.people.models import User
from anam.web.forms import PageForm, RadioButtons


class RoleForm(PageForm):
    """The role of one member."""

    role = forms.ChoiceField(label="Role")

    def __init__(self, *args: object, of: User, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        choices = forms.ChoiceField(label="Role", choices=[(role.value, role.label) for role in roles_of(of)])
        self.fields["role"] = choices
        self.initial.setdefault("role", of.role.value if of.role else "")


class LeavingForm(PageForm):
    """Whether what somebody has added goes on without them: asked where there is any."""

    belongings = forms.ChoiceField(
        label="The webhooks that they added",
        choices=[("go_on", "Go on"), ("stop", "Stop")],
        widget=RadioButtons,
    )

from anam.people.models import User


def keep_contact_details(user: User, *, phone: str) -> None:
    """How `user` can be reached."""
    User.objects.filter(pk=user.pk).update(phone=phone)

from anam.people.models import User


def keep_contact_details(user: User, *, phone: str, time_zone: str) -> None:
    """How `user` can be reached, and the zone in which they are shown times."""
    User.objects.filter(pk=user.pk).update(phone=phone, time_zone=time_zone)

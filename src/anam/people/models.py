"""Who there is: people, and the makers, buyers and support they act for."""

from importlib import import_module
from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector
from django.contrib.sessions.base_session import AbstractBaseSession
from django.core.exceptions import ObjectDoesNotExist
from django.db import models
from django.db.models import Func, Value
from django.db.models.functions import Concat, Lower
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """What somebody is in a maker's house or in a shop; `roles.py` says what each may do."""

    OWNER = "owner", _("owner")
    ADMINISTRATOR = "administrator", _("administrator")
    ORDERS = "orders", _("orders")
    PRODUCTS = "products", _("products")
    READ_ONLY = "read_only", _("read only")


class SupportRole(models.TextChoices):
    """What somebody is in support."""

    AGENT = "agent", _("agent")
    LEAD = "lead", _("lead")


class UserQuerySet(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **facts: Any) -> "User":
        user = self.model(email=email.strip().lower(), **facts)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def with_party(self) -> "models.QuerySet[User]":
        """Each with the maker or the buyer that they act for."""
        return self.select_related("maker_member__maker", "buyer_member__buyer")

    def active_members(self, side: str, party: Any) -> "models.QuerySet[User]":
        """Those who may sign in for the maker or the buyer, as `side` says, or for that of the id `party`."""
        return self.filter(**{f"{side}_member__{side}": party}, is_active=True)

    def agents(self) -> "models.QuerySet[User]":
        """Those who work in support, by name."""
        return self.filter(is_support=True, is_active=True).order_by("name", "id")

    def agent(self, pk: int) -> "User | None":
        return self.agents().filter(pk=pk).first()

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email__iexact=username)


class User(AbstractBaseUser):
    """A person who signs in, by e-mail and password."""

    email = models.EmailField(max_length=254)
    name = models.CharField(max_length=120)
    time_zone = models.CharField(max_length=64, default="UTC")
    language = models.CharField(max_length=10, choices=settings.LANGUAGES, default=settings.LANGUAGE_CODE)
    is_active = models.BooleanField(default=True)
    phone = models.CharField(max_length=40, blank=True, help_text="only support sees it")
    is_support = models.BooleanField(default=False)
    leads_support = models.BooleanField(default=False, help_text="lead of support: policy, reasons, exports, people")
    joined_at = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    objects: ClassVar[UserQuerySet] = UserQuerySet()

    class Meta:
        db_table = "person"
        constraints = [
            models.UniqueConstraint(Lower("email"), name="person_email_once"),
            models.CheckConstraint(
                condition=models.Q(leads_support=False) | models.Q(is_support=True), name="person_lead_is_support"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def first_name(self) -> str:
        return self.name.split(" ", 1)[0]

    @property
    def maker(self) -> "Maker | None":
        """The maker this person is a member of."""
        try:
            return self.maker_member.maker
        except ObjectDoesNotExist:
            return None

    @property
    def buyer(self) -> "Buyer | None":
        """The buyer this person is a member of."""
        try:
            return self.buyer_member.buyer
        except ObjectDoesNotExist:
            return None

    @property
    def role(self) -> Role | SupportRole | None:
        """What they are where they act; None for whoever acts for nobody."""
        if self.is_support:
            return SupportRole.LEAD if self.leads_support else SupportRole.AGENT
        for member in ("maker_member", "buyer_member"):
            try:
                return Role(getattr(self, member).role)
            except ObjectDoesNotExist:
                continue
        return None


class Party(models.Model):
    """What a maker and a buyer have in common: a business with a name and a place."""

    slug = models.SlugField(max_length=80, unique=True)
    name = models.CharField(max_length=255)
    place = models.CharField(max_length=120, blank=True)
    country = models.CharField(max_length=2, blank=True)
    time_zone = models.CharField(max_length=64, default="UTC")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name


# What a maker is found by; the index maker_search is on this very expression.
MAKER_FOUND_BY = SearchVector(
    Func(Concat("name", Value(" "), "place"), function="search_words", output_field=models.TextField()),
    config="simple",
)


class Maker(Party):
    """A business that sells."""

    ROLES = tuple(Role)

    order_prefix = models.CharField(max_length=8, help_text="what this maker's order numbers begin with")

    class Meta:
        db_table = "maker"
        indexes = [GinIndex(MAKER_FOUND_BY, name="maker_search")]


class Buyer(Party):
    """A shop that buys. It has no products, and so nobody for them alone."""

    ROLES = tuple(role for role in Role if role != Role.PRODUCTS)

    class Meta:
        db_table = "buyer"


class MakerMember(models.Model):
    """A person who acts for a maker."""

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="maker_member")
    maker = models.ForeignKey(Maker, on_delete=models.CASCADE, related_name="members")
    role = models.CharField(max_length=16, choices=Role, default=Role.ADMINISTRATOR)

    class Meta:
        db_table = "maker_member"
        constraints = [models.CheckConstraint(condition=models.Q(role__in=Maker.ROLES), name="maker_member_role")]


class BuyerMember(models.Model):
    """A person who acts for a buyer."""

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="buyer_member")
    buyer = models.ForeignKey(Buyer, on_delete=models.CASCADE, related_name="members")
    role = models.CharField(max_length=16, choices=Role, default=Role.ADMINISTRATOR)

    class Meta:
        db_table = "buyer_member"
        constraints = [models.CheckConstraint(condition=models.Q(role__in=Buyer.ROLES), name="buyer_member_role")]


class Session(AbstractBaseSession):
    """What a browser's cookie leads to, as Django keeps it, and who is signed in there; nobody, for a visitor."""

    person = models.ForeignKey(User, null=True, on_delete=models.CASCADE, related_name="+", db_index=False)

    class Meta(AbstractBaseSession.Meta):
        db_table = "session"

    @classmethod
    def get_session_store_class(cls) -> Any:
        return import_module(settings.SESSION_ENGINE).SessionStore

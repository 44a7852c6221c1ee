"""The form by which somebody says that a return is on its way."""

from anam.orders.models.order import MAX_CARRIER, MAX_TRACKING
from anam.web.forms import LineField, PageForm


class SendBackForm(PageForm):
    """With whom it is on its way."""

    carrier = LineField("Carrier", most=MAX_CARRIER)
    tracking = LineField("Tracking number", most=MAX_TRACKING, needed=False, aside="optional")

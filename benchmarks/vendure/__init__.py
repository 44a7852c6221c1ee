"""Vendure beside Anam: the superadmin cancels an order through the Admin API, which releases the stock."""

import json
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from benchmarks.decline import EXPLANATION, over_http
from benchmarks.peer import Connection, Orders, database, environment, install, one_row, running

FOLDER = Path(__file__).parent
DATABASE = "anam_peer_vendure"
PRODUCTS = 400
# What its packages need in turn is taken as of this day.
AS_OF = "2026-11-30"

SIGN_IN = 'mutation { login(username: "superadmin", password: "only measured") { __typename } }'
CANCEL = """mutation ($id: ID!, $reason: String!) {
  cancelOrder(input: {orderId: $id, reason: $reason, cancelShipping: true}) {
    __typename ... on Order { id state } ... on ErrorResult { errorCode message } } }"""
# The least that a channel needs to sell: where to, the tax, how it is sent, how it is paid (authorised, not captured).
CHANNEL = """mutation {
  createCountry(input: {code: "US", enabled: true, translations: [{languageCode: en, name: "United States"}]}) { id }
  createZone(input: {name: "Everywhere", memberIds: ["1"]}) { id }
  updateChannel(input: {id: "1", defaultTaxZoneId: "%(zone)s", defaultShippingZoneId: "%(zone)s"}) { __typename }
  createTaxCategory(input: {name: "Standard", isDefault: true}) { id }
  createTaxRate(input: {name: "None", enabled: true, value: 0, categoryId: "1", zoneId: "%(zone)s"}) { id }
  createShippingMethod(input: {code: "parcel", fulfillmentHandler: "manual-fulfillment",
    checker: {code: "default-shipping-eligibility-checker", arguments: [{name: "orderMinimum", value: "0"}]},
    calculator: {code: "default-shipping-calculator", arguments: [{name: "rate", value: "1200"},
      {name: "includesTax", value: "auto"}, {name: "taxRate", value: "0"}]},
    translations: [{languageCode: en, name: "Parcel", description: ""}]}) { id }
  createPaymentMethod(input: {code: "dummy", enabled: true,
    handler: {code: "dummy-payment-handler", arguments: [{name: "automaticSettle", value: "false"}]},
    translations: [{languageCode: en, name: "Dummy", description: ""}]}) { id }
}"""
PRODUCT = """mutation { createProduct(input: {enabled: true, translations: [
  {languageCode: en, name: "Product %(n)s", slug: "product-%(n)s", description: ""}]}) { id } }"""
VARIANT = """mutation ($id: ID!, $sku: String!) { createProductVariants(input: [{productId: $id, sku: $sku, price: 1250,
  stockOnHand: 100000, trackInventory: TRUE, translations: [{languageCode: en, name: $sku}]}]) { id } }"""
# The first call opens the session that the order belongs to.
BEGIN = """mutation { addItemToOrder(productVariantId: "%(first)s", quantity: 2) { __typename ... on Order { id } } }"""
PLACE = """mutation {
  b: addItemToOrder(productVariantId: "%(second)s", quantity: 2) { __typename ... on Order { id } }
  c: setCustomerForOrder(input: {firstName: "Ines", lastName: "Shop", emailAddress: "shop%(buyer)s@bench.test"}) {
    __typename ... on Order { id } ... on ErrorResult { message } }
  d: setOrderShippingAddress(input: {streetLine1: "1 Main Street", countryCode: "US"}) { __typename }
  e: setOrderShippingMethod(shippingMethodId: ["1"]) { __typename }
  f: transitionOrderToState(state: "ArrangingPayment") { __typename ... on ErrorResult { message } }
  g: addPaymentToOrder(input: {method: "dummy", metadata: {}}) {
    __typename ... on Order { id state } ... on ErrorResult { errorCode message } } }"""


class Api:
    """One of Vendure's two APIs, on one connection, with the session that it gives."""

    def __init__(self, port: int, which: str) -> None:
        self._connection, self._path = Connection(port), f"/{which}-api"
        self._headers = {"Content-Type": "application/json"}

    def ask(self, query: str, **variables: Any) -> dict[str, Any]:
        body = json.dumps({"query": query, "variables": variables})
        answer, content = self._connection.ask("POST", self._path, body, self._headers)
        if token := answer.headers.get("vendure-auth-token"):
            self._headers["Authorization"] = f"Bearer {token}"
        said = json.loads(content)
        if answer.status != 200 or "errors" in said:
            raise AssertionError(f"Vendure answered {answer.status}: {content[:300]!r}")
        return dict(said["data"])


class Administrator(Api):
    """The superadmin, signed in."""

    def __init__(self, port: int) -> None:
        super().__init__(port, "admin")
        self.ask(SIGN_IN)

    def decline(self, order: int) -> float:
        """Seconds until the order with this id was cancelled."""
        begun = time.perf_counter()
        told = self.ask(CANCEL, id=str(order), reason=EXPLANATION)["cancelOrder"]
        assert told.get("state") == "Cancelled", f"order {order}: {told}"
        return time.perf_counter() - begun


class Shopper:
    """Places orders, each in a session of its own as a guest's."""

    def __init__(self, port: int) -> None:
        self._port = port

    def decline(self, order: int) -> float:
        first = 1 + 2 * order % PRODUCTS
        names = {"first": first, "second": first + 1, "buyer": order % 50}
        api = Api(self._port, "shop")
        api.ask(BEGIN % names)
        told = api.ask(PLACE % names)["g"]
        assert told.get("state") == "PaymentAuthorized", f"order {order} was not placed: {told}"
        return 0.0


class Vendure(Orders):
    name = "Vendure"

    def __init__(self, conninfo: str, port: int, web: int, orders: int) -> None:
        super().__init__(orders)
        self.web, self._conninfo, self._port, self._placed = web, conninfo, port, orders

    def clients(self, count: int) -> Sequence[Administrator]:
        return [Administrator(self._port) for _ in range(count)]

    def check(self, orders: Sequence[Sequence[int]]) -> None:
        """Each has its state, its entry and two releases; all stock of what was ever cancelled is free again."""
        row = one_row(
            self._conninfo,
            """SELECT count(*), (SELECT count(*) FROM history_entry
                 WHERE type = 'ORDER_CANCELLATION' AND "orderId" = ANY (%(orders)s)),
               (SELECT count(*) FROM stock_movement m JOIN order_line l ON l.id = m."orderLineId"
                 WHERE m.type = 'RELEASE' AND l."orderId" = ANY (%(orders)s)),
               (SELECT count(*) FROM "order" WHERE state = 'Cancelled'),
               (SELECT sum("stockAllocated") FROM stock_level)
               FROM "order" WHERE state = 'Cancelled' AND id = ANY (%(orders)s)""",
            {"orders": [order for some in orders for order in some]},
        )
        count = sum(map(len, orders))
        wanted = (count, count, 2 * count, self.given, 4 * (self._placed - self.given))
        assert row == wanted, f"Vendure: wanted {wanted}, found {row}"

    def fill(self, orders: int) -> None:
        """The channel, the products and the orders, all through Vendure's own APIs."""
        admin = Administrator(self._port)
        zones = admin.ask("{ zones { items { id } } }")["zones"]["items"]
        admin.ask(CHANNEL % {"zone": len(zones) + 1})
        for n in range(1, PRODUCTS + 1):
            made = admin.ask(PRODUCT % {"n": n})["createProduct"]
            admin.ask(VARIANT, id=made["id"], sku=f"SKU-{n}")
        crowd = 4
        over_http([Shopper(self._port)] * crowd, [range(1 + n, orders + 1, crowd) for n in range(crowd)])
        ids = one_row(self._conninfo, 'SELECT min(id), max(id), count(*) FROM "order"', {})
        assert ids == (1, orders, orders), f"wanted the orders 1 to {orders}, found {ids}"


@contextmanager
def vendure(server: str, *, orders: int, port: int) -> Iterator[Vendure]:
    """A shop of Vendure with so many orders, that is served by one process. Raises Skipped."""
    npm = ["npm", "install", "--no-audit", "--no-fund", "--ignore-scripts", "--loglevel", "error"]
    npm += ["--fetch-retries", "1", "--before", AS_OF]
    folder = install("vendure", FOLDER / "package.json", npm)
    with database(server, DATABASE) as conninfo:
        env = {**environment(conninfo), "SHOP_LISTENS": str(port), "NODE_ENV": "production"}
        command = ["node", str(FOLDER / "server.js")]
        with running(command, folder=folder, env={**env, "SHOP_FIRST": "1"}, port=port, path="/health") as web:
            shop = Vendure(conninfo, port, web, orders)
            shop.fill(orders)
            yield shop

from django.urls import path

from anam.exports import views

urlpatterns = [
    path("portal/money/export.csv", views.money, name="portal-money-csv"),
    *(
        path(f"portal/{what}/export.{kind}", views.own, {"what": what, "kind": kind}, name=f"portal-{what}-{kind}")
        for what in views.WHAT
        for kind in ("csv", "json")
    ),
    *(
        path(f"desk/export/{what}.{kind}", views.everybodys, {"what": what, "kind": kind}, name=f"desk-{what}-{kind}")
        for what in views.WHAT
        for kind in ("csv", "json")
    ),
]

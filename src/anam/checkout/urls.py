from django.urls import path

from anam.checkout import views

urlpatterns = [
    path("basket/", views.basket, name="basket"),
    path("basket/change/", views.change, name="basket-change"),
    path("checkout/", views.checkout, name="checkout"),
    path("checkout/address/", views.new_address, name="checkout-address"),
    path("checkout/<uuid:key>/", views.done, name="checkout-done"),
    path("checkout/<uuid:key>/cancel/", views.cancel, name="checkout-cancel"),
]

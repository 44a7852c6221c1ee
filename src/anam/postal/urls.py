from django.urls import path

from anam.postal import views

urlpatterns = [
    path("addresses/", views.addresses, name="addresses"),
    path("addresses/add/", views.add, name="address-add"),
    path("addresses/<int:pk>/", views.edit, name="address"),
    path("addresses/<int:pk>/prefer/", views.prefer, name="address-prefer"),
    path("addresses/<int:pk>/remove/", views.remove, name="address-remove"),
]

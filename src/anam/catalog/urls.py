from django.urls import path, re_path

from anam.catalog.views import picture_files, products, storefronts
from anam.media.pictures import ADDRESS, KEY
from anam.media.sizes import FILE

urlpatterns = [
    path("", storefronts.storefronts, name="home"),
    path("m/<slug:slug>/", storefronts.storefront, name="storefront"),
    re_path(rf"^{ADDRESS[1:]}(?P<key>{KEY})/(?P<name>{FILE})$", picture_files.picture_file, name="picture-file"),
    path("portal/products/", products.products, name="portal-products"),
]

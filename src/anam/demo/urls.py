from django.urls import path

from anam.demo import styleguide

urlpatterns = [path("styleguide/", styleguide.styleguide, name="styleguide")]

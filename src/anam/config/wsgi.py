import os

from django.core.wsgi import get_wsgi_application

from anam.config.garbage import collect_less_often

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "anam.config.settings")
application = get_wsgi_application()
collect_less_often()

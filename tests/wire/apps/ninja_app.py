"""django-ninja: its two kinds of pages; operations without a schema have no content at all."""

import json
from typing import Any

import django
from django.conf import settings

settings.configure(
    ROOT_URLCONF=__name__,
    ALLOWED_HOSTS=["*"],
    SECRET_KEY="none",
    INSTALLED_APPS=["django.contrib.contenttypes"],
)
django.setup()

import ninja
from django.core.asgi import get_asgi_application
from django.http import HttpRequest, HttpResponse
from django.urls import path
from ninja.pagination import LimitOffsetPagination, PageNumberPagination, paginate

from wire.apps import FILE, NAMES


class Thing(ninja.Schema):
    name: str


api = ninja.NinjaAPI()


@api.get("/offsets", response=list[Thing], operation_id="offsets")
@paginate(LimitOffsetPagination)
def offsets(request: HttpRequest) -> Any:
    return [{"name": name} for name in NAMES]


@api.get("/numbers", response=list[Thing], operation_id="numbers")
@paginate(PageNumberPagination, page_size=3)
def numbers(request: HttpRequest) -> Any:
    return [{"name": name} for name in NAMES]


@api.get("/untyped", operation_id="untyped")
def untyped(request: HttpRequest) -> Any:
    return {"a": 1}


@api.get("/file", operation_id="file")
def file(request: HttpRequest) -> Any:
    return HttpResponse(FILE, content_type="image/png")


urlpatterns = [path("api/", api.urls)]
app = get_asgi_application()
document: dict[str, Any] = json.loads(json.dumps(api.get_openapi_schema(), default=str))

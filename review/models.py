"""What the desk keeps. A rule's history is rows added, never rows overwritten: revisions and the log only grow."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from review.roles import ROLES


class People(BaseUserManager["Person"]):
    """Makes accounts."""

    def create_user(self, username: str, name: str, password: str, roles: list[str]) -> Person:
        """A new active account."""
        person = Person(username=username, name=name, roles=roles)
        person.set_password(password)
        person.save(force_insert=True)
        return person


class Person(AbstractBaseUser):
    """An account: one human being with a name that stands on what they decide, and roles."""

    username = models.CharField("用户名", max_length=40, unique=True)
    name = models.CharField("姓名", max_length=40)
    roles = models.JSONField("角色", default=list)
    is_active = models.BooleanField("启用", default=True)
    keys = models.BooleanField("快捷键", default=True)

    objects: ClassVar[People] = People()
    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    def role_names(self) -> list[str]:
        """The roles in Chinese, in the order of ``ROLES``."""
        return [name for role, name in ROLES.items() if role in self.roles]


class FirstLink(models.Model):
    """The one-time link that makes the first account; only the token's hash is kept."""

    token_sha256 = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(auto_now_add=True)


class Document(models.Model):
    """The bytes of a file that came in, once for each content."""

    sha256 = models.CharField(max_length=64, unique=True)
    name = models.CharField(max_length=255)
    data = models.BinaryField()


class Project(models.Model):
    """One notice and the work on it; ``notice`` and ``draft`` are its notice/1 and rubric/1, as imported."""

    document = models.OneToOneField(Document, on_delete=models.PROTECT)
    title = models.CharField(max_length=300)
    number = models.CharField(max_length=100, blank=True)
    issuer = models.CharField(max_length=200, blank=True)
    year = models.IntegerField(null=True)
    notice = models.TextField()
    draft = models.TextField()
    previous = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="later")
    two_person = models.BooleanField(default=True)
    units = models.TextField(blank=True)
    """The assessed units, one a line."""
    voided = models.BooleanField(default=False)
    imported_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True)
    imported_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["-year", "-id"]


STATES = {"pending": "待审", "reviewed": "已审", "approved": "已批", "returned": "退回", "void": "作废"}


KINDS = {"item": "项目", "rule": "规则", "policy": "总则", "finding": "提示"}


class Entry(models.Model):
    """One thing of a rubric that people decide: an item's figures, a rule, a policy, a finding about no single rule."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="entries")
    kind = models.CharField(max_length=10, choices=list(KINDS.items()))
    key = models.CharField(max_length=60)
    """Item, rule or policy id; for findings ``code.number``."""
    item = models.CharField(max_length=30, blank=True)
    order = models.IntegerField()
    open_question = models.BooleanField(default=False)
    """Whether the machine is not certain: these come first in the queue."""
    state = models.CharField(max_length=10, choices=list(STATES.items()), default="pending")
    revision = models.IntegerField(default=1)
    reviewer = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    approver = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    note = models.CharField(max_length=500, blank=True)
    """Why it was returned."""
    last_act = models.IntegerField(default=0)
    """The log entry that brought it to where it is."""

    class Meta:
        ordering: ClassVar[list[str]] = ["order"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["project", "kind", "key"], name="one_entry"),
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["project", "state", "order"])]


class Revision(models.Model):
    """What an entry said at one time: the machine's reading first, then each edit; never changed.

    ``content`` is what the functions ``…_content`` of ``review.contents`` write for the entry's kind.
    """

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="revisions")
    number = models.IntegerField()
    content = models.JSONField()
    sha256 = models.CharField(max_length=64)
    author = models.ForeignKey(Person, on_delete=models.PROTECT, null=True)
    """None: the machine."""
    reason = models.CharField(max_length=500, blank=True)
    at = models.DateTimeField(auto_now_add=True)
    cases = models.JSONField(default=dict)
    """For a rule, by code of another reading: the smallest evidence on which that one gives other points."""
    curve = models.JSONField(default=list)
    """For a rule that one number decides: pairs of quantity and the points that it moves."""

    class Meta:
        ordering: ClassVar[list[str]] = ["number"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["entry", "number"], name="one_revision"),
        ]


class LogEntry(models.Model):
    """One link of the audit log: what was done, by whom, when; ``hash`` covers it and the link before.

    Database triggers refuse every UPDATE and DELETE.
    """

    seq = models.IntegerField(primary_key=True)
    at = models.CharField(max_length=32)
    by = models.IntegerField(null=True)
    person = models.CharField(max_length=100)
    project = models.IntegerField(null=True, db_index=True)
    entry = models.IntegerField(null=True, db_index=True)
    act = models.CharField(max_length=20)
    data = models.TextField()
    """JSON, exactly the text that was hashed."""
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        ordering: ClassVar[list[str]] = ["seq"]


class LogHead(models.Model):
    """The last link, in one row that writers lock: nobody reads it while another appends."""

    id = models.IntegerField(primary_key=True, default=1)
    seq = models.IntegerField(default=0)
    hash = models.CharField(max_length=64)


class Frozen(models.Model):
    """An approved rubric as it was frozen: the file that is scored."""

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="frozen")
    number = models.IntegerField()
    rubric = models.TextField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["-number"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["project", "number"], name="one_frozen"),
        ]


class Filled(models.Model):
    """A filled workbook that was taken in for a frozen rubric; ``taken`` False once another replaced it."""

    frozen = models.ForeignKey(Frozen, on_delete=models.PROTECT, related_name="filled")
    document = models.ForeignKey(Document, on_delete=models.PROTECT)
    name = models.CharField(max_length=255)
    by = models.ForeignKey(Person, on_delete=models.PROTECT)
    at = models.DateTimeField(auto_now_add=True)
    taken = models.BooleanField(default=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["-id"]


class Run(models.Model):
    """One scoring of a frozen rubric: ``result`` is scores/1 with all rules, ``workbook`` what offices hand in."""

    frozen = models.ForeignKey(Frozen, on_delete=models.PROTECT, related_name="runs")
    filled = models.ForeignKey(Filled, on_delete=models.PROTECT)
    by = models.ForeignKey(Person, on_delete=models.PROTECT)
    at = models.DateTimeField(auto_now_add=True)
    log_head = models.CharField(max_length=64)
    result = models.TextField()
    workbook = models.BinaryField()

    class Meta:
        ordering: ClassVar[list[str]] = ["-id"]


class Job(models.Model):
    """Work in the background: a file to import or a workbook to score; ``target`` is what came of it."""

    kind = models.CharField(max_length=10, choices=[("import", "导入"), ("score", "计分")])
    state = models.CharField(
        max_length=10,
        choices=[("waiting", "等待"), ("running", "进行中"), ("done", "完成"), ("failed", "没有完成")],
        default="waiting",
    )
    subject = models.CharField(max_length=255)
    """The file's name, for people."""
    document = models.ForeignKey(Document, on_delete=models.CASCADE, null=True)
    filled = models.ForeignKey(Filled, on_delete=models.CASCADE, null=True)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True)
    at = models.DateTimeField(auto_now_add=True)
    step = models.CharField(max_length=100, blank=True)
    message = models.CharField(max_length=2000, blank=True)
    target = models.CharField(max_length=200, blank=True)
    """The address of the page that shows what came of it."""

    class Meta:
        ordering: ClassVar[list[str]] = ["-id"]

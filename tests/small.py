"""A small procedure and the small province it stands in: one of everything, all made up, for tests to start from.

A resident's parking permit: a register covers the home, two registers in turn cover the car, an employer sends a
letter, a tenant brings a lease, somebody may come for the car's keeper, and whoever lives elsewhere is told so.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from procedures.definition import Definition
from procedures.provincial import PARTS, Province

SMALL = "parking-permit"
NAME_ONLY = "residence-registration"
"""A matter that the province knows by name and nobody has defined yet."""


@cache
def small_province() -> Province:
    return Province.model_validate({part: _read(text) for part, text in _PROVINCE.items()})


@cache
def small_definition() -> Definition:
    return Definition.model_validate(_read(small_yaml()))


def small_yaml(changes: Mapping[str, str] | None = None) -> str:
    """The definition as staff write it; each key of `changes` stands in it and is replaced by its value."""
    text = _DEFINITION
    for old, new in (changes or {}).items():
        assert old in text, f"the small definition does not contain {old!r}"
        text = text.replace(old, new)
    return text


def write_small(folder: Path) -> Path:
    """Write province and definition below `folder`; gives back the folder of the definitions."""
    definitions, province = folder / "definitions", folder / "province"
    definitions.mkdir(parents=True)
    province.mkdir()
    for part, text in _PROVINCE.items():
        (province / PARTS[part]).write_text(text, encoding="utf-8")
    (definitions / f"{SMALL}.yaml").write_text(small_yaml(), encoding="utf-8")
    return definitions


def _read(text: str) -> Any:
    return YAML(typ="safe", pure=True).load(text)


_PROVINCE = {
    "departments": """\
traffic: {zh: 交通局, en: Traffic Office}
housing: {zh: 住建局, en: Housing Bureau}
""",
    "registers": """\
home-register: {name: {zh: 住房库, en: home register}, department: housing, fields: {address: {zh: 地址, en: address}}}
vehicle-register:
  name: {zh: 车辆库, en: vehicle register}
  department: traffic
  fields: {plate: {zh: 车牌, en: number plate}}
vehicle-archive: {name: {zh: 车辆档案库, en: vehicle archive}, department: traffic}
""",
    "holders": """\
employer: {zh: 用人单位, en: the employer}
""",
    "documents": """\
id-card: {name: {zh: 居民身份证, en: ID card}, kind: identity}
driving-licence: {name: {zh: 驾驶证, en: driving licence}, kind: identity}
home-certificate: {name: {zh: 房产证明, en: proof of the home}, kind: evidence, held_by: [home-register]}
vehicle-licence: {name: {zh: 行驶证, en: vehicle licence}, kind: evidence, held_by: [vehicle-register, vehicle-archive]}
lease: {name: {zh: 租赁合同, en: lease}, kind: evidence}
landlord-statement: {name: {zh: 房东说明, en: statement of the landlord}, kind: evidence}
housing-letter: {name: {zh: 住宿证明, en: letter on housing}, kind: evidence}
power-of-attorney: {name: {zh: 授权委托书, en: power of attorney}, kind: evidence}
application-form: {name: {zh: 申请表, en: application form}, kind: form}
old-permit: {name: {zh: 旧停车证, en: old permit}, kind: hand-in}
""",
    "counters": """\
permits: {name: {zh: 证照窗口, en: permits}, slot_minutes: 15}
""",
    "centres": """\
east:
  name: {zh: 东区服务中心, en: East Centre}
  district: {zh: 东区, en: East}
  address: {zh: 东街1号, en: 1 East Street}
  hours: ["09:00-12:00", "13:30-17:00"]
  counters: {permits: {windows: 2}}
  called: [东区]
  verified: "no"
""",
    "calendar": """\
2026:
  source: made up
  verified: "no"
  holidays: {2026-10-01: {zh: 国庆节, en: National Day}}
  working: [2026-10-10]
""",
    "matters": """\
parking-permit: {zh: 居民停车证办理, en: Residents' parking permit}
residence-registration: {zh: 居住登记, en: Registering where you live}
""",
}

_DEFINITION = """\
id: parking-permit
title: {zh: 居民停车证办理, en: Residents' parking permit}
achieves: {zh: 在家门口停车的停车证, en: A permit to park at your door}
lead: traffic
with: [housing]
basis: [{id: rules, law: {zh: 停车管理办法, en: Parking Rules}, article: "3", source: made up, verified: "no"}]
review_by: 2027-03-01
people:
  keeper: {name: {zh: 车主, en: the car's keeper}, you_if: {handled_by: self}}
office: {of: home}
before: {papers: 3, source: made up, note: {zh: 改革之前, en: before the reform}, verified: "no"}
asked_as: {zh: [我想办停车证, 小区停车要办什么], en: [i want to park outside my house]}
not_asked_as: [{zh: 我刚搬来要登记住址, en: i moved here and want to register, belongs_to: residence-registration}]
questions:
  - id: dwelling
    ask: {zh: 您住的房子是？, en: What home do you live in?}
    why: {zh: 这决定由谁证明住址。, en: It decides who proves the address.}
    options:
      owned: {zh: 自有, en: my own, said_as: [自己的房子]}
      rented: {zh: 租的, en: rented}
      employer: {zh: 单位宿舍, en: from the employer}
      elsewhere: {zh: 不住本区, en: in another district}
  - id: handled_by
    if: {dwelling: {not: elsewhere}}
    ask: {zh: 谁来办理？, en: Who applies?}
    why: {zh: 代办需要委托书。, en: Somebody else needs a power of attorney.}
    options:
      self: {zh: 车主本人, en: the keeper}
      agent: {zh: 代办人, en: somebody for the keeper}
usual: {dwelling: owned, handled_by: self}
stops:
  - id: other-district
    if: {dwelling: elsewhere}
    say: {zh: 停车证只发给本区居民。, en: Permits are for residents of the district.}
    instead: [residence-registration]
first:
  - procedure: residence-registration
    if: {dwelling: rented}
    because: {zh: 租客先登记住址。, en: Tenants register their address first.}
documents:
  - {one_of: [id-card, driving-licence], of: [you, keeper]}
  - {document: home-certificate, of: [keeper], if: {dwelling: owned}}
  - one_of: [lease, landlord-statement]
    of: [keeper]
    if: {dwelling: rented}
    because: {zh: 合同在房东和租客手里。, en: Only landlord and tenant have it.}
    tolerated: 5
  - {document: housing-letter, of: [keeper], holder: employer, sent_by: holder, if: {dwelling: employer}}
  - {document: vehicle-licence, of: [keeper]}
  - document: power-of-attorney
    of: [keeper]
    if: {handled_by: agent}
    because: {zh: 由车主本人签署。, en: The keeper signs it.}
  - {document: application-form, of: [you]}
  - {document: old-permit, hand_in: if-any}
form:
  - {id: plate, label: {zh: 车牌号, en: number plate}, of: keeper, from: vehicle-register.plate}
ways:
  - {way: online, identity: face, papers: upload, if: {handled_by: self}}
  - {way: window, visits: [{id: apply, counter: permits, minutes: 15}]}
result: {what: {zh: 停车证, en: the permit}, give: [electronic, on-the-spot]}
fee: [{yuan: 20, who: keeper, verified: "no"}]
time: {legal: {limit: 5 working days, basis: rules, verified: "no"}, promised: {limit: 30 minutes, verified: "no"}}
approvals:
  - {step: 1, department: housing, if: {dwelling: owned}}
  - {step: 2, department: traffic}
then: [{tell: housing, what: {zh: 记录车位, en: records the place}}]
examples:
  - name: an owner brings the ID card only
    answers: {dwelling: owned, handled_by: self}
    expect:
      ways: [online, window]
      way: window
      bring: {id-card: [you]}
      covered: {home-certificate: [you], vehicle-licence: [you]}
      hand_in: [old-permit]
      also: [application-form]
      papers: [3, 1]
      visits: 1
      fee: {you: 20}
      approvals: [[1, housing], [2, traffic]]
      then: [housing]
      form: [plate]
  - name: a tenant registers first and brings the lease
    answers: {dwelling: rented, handled_by: self}
    expect: {first: [residence-registration], bring: [id-card, lease], tolerated: [lease], approvals: [[2, traffic]]}
  - name: the employer sends its letter
    answers: {dwelling: employer, handled_by: self}
    expect: {sent: [housing-letter], bring: [id-card]}
  - name: somebody comes for the keeper
    answers: {dwelling: owned, handled_by: agent}
    expect: {ways: [window], bring: {id-card: [you, keeper], power-of-attorney: [keeper]}, fee: {keeper: 20}}
  - name: permits are for residents
    answers: {dwelling: elsewhere}
    expect: {stop: other-district}
  - name: the home register is down
    answers: {dwelling: owned, handled_by: self}
    down: [home-register]
    expect: {bring: [id-card, home-certificate], gaps: [home-certificate]}
"""

"""Entities by the model of FollowTheMoney: each valid against its schema, and what it points at of the right one."""

import json

try:
    from followthemoney import model
except ImportError:
    model = None


def check(site):
    if model is None:
        print("SKIPPED: FollowTheMoney cannot be installed here (PyICU needs g++ and libicu-dev)", flush=True)
        return {}, []
    lines = [json.loads(line) for line in (site / "data/entities.ftm.json").open(encoding="utf-8")]
    schemata = {entity["id"]: model.get(entity["schema"]) for entity in lines}
    problems = [] if len(schemata) == len(lines) else ["has an entity twice"]
    for entity in lines:
        schema = schemata[entity["id"]]
        problems += [f"{entity['schema']}: {it}" for it in wrong(entity, schema, schemata)]
    return {"entities": len(lines)}, problems


def wrong(entity, schema, schemata):
    try:
        schema.validate(entity)
    except Exception as error:
        yield f"{getattr(error, 'errors', error)}"
    for name in schema.required:
        if not entity["properties"].get(name):
            yield f"no {name}"
    for name, values in entity["properties"].items():
        prop = schema.get(name)
        if prop is None:
            yield f"no property {name}"
            continue
        for value in values:
            if prop.type.name == "entity":
                other = schemata.get(value)
                if other is None or not other.is_a(prop.range):
                    yield f"{name} leads to {other}, not to {prop.range.name}"
            elif prop.type.clean(value) is None:
                yield f"{name} cannot be `{value}`"

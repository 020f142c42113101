"""No file holds what is confidential."""

from urllib.parse import quote

# Of the invented scenario: ids, name, title and address of what is confidential in content/actors.yaml and content/sources.yaml.
FIXTURE = "tests/scenario/content"


def secrets():
    """The texts of the confidential entries of the scenario, read from its own files."""
    import yaml

    found = []
    for name in ["actors", "sources"]:
        with open(f"{FIXTURE}/{name}.yaml", encoding="utf-8") as file:
            entries = yaml.safe_load(file)
        for entry in entries:
            if entry.get("access") == "confidential":
                texts = [entry.get(key) for key in ["id", "name", "title", "url", "archive_url", "summary"]]
                found += [it for it in texts + entry.get("aliases", []) if it]
    return found


def check(site):
    texts = secrets()
    forms = {form.encode() for it in texts for form in [it, quote(it), it.replace(" ", "_")]}
    problems, files = [], 0
    for path in site.rglob("*"):
        if path.is_file():
            files += 1
            content = path.read_bytes()
            problems += [f"{path.relative_to(site)} holds `{it.decode()}`" for it in forms if it in content]
    return {"files searched for what is confidential": files, "confidential texts": len(texts)}, problems

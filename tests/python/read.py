"""Reads a feed or a calendar as other people's programs do, and prints what it found as JSON.

usage: read.py feed|calendar FILE
"""

import json
import sys
from calendar import timegm


def moment(parsed):
    return timegm(parsed) if parsed else None


def feed(path):
    import feedparser

    read = feedparser.parse(path, sanitize_html=False, resolve_relative_uris=False)
    about = read.feed
    return {
        "version": read.version,
        "bozo": str(read.get("bozo_exception", "")) if read.bozo else "",
        "id": about.get("id", ""),
        "title": about.get("title", ""),
        "subtitle": about.get("subtitle", ""),
        "link": about.get("link", ""),
        "language": about.get("language", ""),
        "updated": moment(about.get("updated_parsed")),
        "links": {link.rel: link.href for link in about.get("links", [])},
        "entries": [
            {
                "id": entry.get("id", ""),
                "title": entry.get("title", ""),
                "link": entry.get("link", ""),
                "author": entry.get("author_detail", {}).get("name", entry.get("author", "")),
                "author_url": entry.get("author_detail", {}).get("href", ""),
                "published": moment(entry.get("published_parsed")),
                "updated": moment(entry.get("updated_parsed")),
                "tags": [tag.term for tag in entry.get("tags", [])],
                "summary": entry.get("summary", ""),
                "content": entry.content[0].value if entry.get("content") else "",
                "language": entry.content[0].language or "" if entry.get("content") else "",
                "via": next((link.href for link in entry.links if link.rel == "via"), ""),
                "media": [media["url"] for media in entry.get("media_content", [])],
            }
            for entry in read.entries
        ],
    }


def calendar(path):
    from icalendar import Calendar

    with open(path, "rb") as file:
        read = Calendar.from_ical(file.read())

    def text(event, name):
        return str(event.get(name, ""))

    def time(event, name):
        if name not in event:
            return None
        value = event.decoded(name)
        return value.isoformat() if not hasattr(value, "hour") else int(value.timestamp())

    return {
        "name": str(read.get("NAME", "")),
        "errors": [str(error) for error in read.errors],
        "zones": [str(zone["TZID"]) for zone in read.walk("VTIMEZONE")],
        "events": [
            {
                "uid": text(event, "UID"),
                "title": text(event, "SUMMARY"),
                "description": text(event, "DESCRIPTION"),
                "location": text(event, "LOCATION"),
                "url": text(event, "URL"),
                "status": text(event, "STATUS"),
                "sequence": int(event.get("SEQUENCE", 0)),
                "start": time(event, "DTSTART"),
                "end": time(event, "DTEND"),
                "categories": [str(one) for one in event["CATEGORIES"].cats] if "CATEGORIES" in event else [],
                "errors": [str(error) for error in event.errors],
            }
            for event in read.walk("VEVENT")
        ],
    }


print(json.dumps({"feed": feed, "calendar": calendar}[sys.argv[1]](sys.argv[2])))

import { dated, each, list, listOf } from "../lib/base.js";

export const data = listOf("briefings");

export const render = ({ items, page, pagination }) => list("Briefings", page.url, pagination, each(items, dated));

"use client";
import { DropdownMenu } from "radix-ui";

/** The heavy part of a menu, in a file of its own so that it can come late. */
export const menuParts = DropdownMenu;
export type MenuParts = typeof DropdownMenu;

package dev.koi.node.daemon;

import dev.koi.node.port.Ports;

/** What both sides of a daemon need to be heard. */
record Gear(Ports ports, Post post, Diary diary) {}

package dev.quorate.demo;

import dev.quorate.client.Members;
import dev.quorate.demo.Scene.Edit;
import dev.quorate.simulator.process.Images;

/** What the demo must know of an engine to show it with real processes. */
interface RealEngine {

    String name();

    /** The app of the sample repository that it runs. */
    String app();

    /** @throws dev.quorate.cli.CliException where its programs are missing, with what to do */
    Images images();

    Members members();

    /** The port of its clients. */
    int port();

    /** What makes the app of the first commit older than what the sample has. */
    Edit older();

    Edit update();

    /** An image's name ends so before and after the update. */
    String olderImage();

    String newerImage();

    /** An update that can never work. */
    Edit broken();
}

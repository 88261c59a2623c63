package dev.quorate.simulator.behaviour;

import dev.quorate.simulator.Schedule;
import java.util.Map;

/** What a program sees of its pod and of the world. */
public interface PodContext {

    String namespace();

    String name();

    String uid();

    /** Empty until the pod has an address. */
    String address();

    /** The image of its first container. */
    String image();

    /** The literal variables of its first container. */
    Map<String, String> environment();

    /** What the mounted ConfigMap of this volume shows now; empty when there is no such volume or object. */
    Map<String, String> config(String volume);

    /** The content of a volume, by the name the pod gives it; an emptyDir for any other name. */
    Volume volume(String volume);

    Schedule schedule();

    Delays delays();

    /** The main container ends by itself; it is started again as the pod's restart policy says. */
    void exit(int code);

    /** What a probe or an init container would answer may have changed. */
    void changed();
}

package dev.quorate.soak;

/** What is done to a controller and to those that it talks to. */
enum Trouble {
    KILL("killed", Place.CONTROLLER),
    FREEZE("frozen while another took over, then woken", Place.CONTROLLER),
    CLOCK_JUMP("clock set wrong", Place.CONTROLLER),
    API_RESTART("API server restarted, its history lost", Place.API),
    WATCHES_CUT("watches cut", Place.API),
    API_ERRORS("API server answering 500", Place.API),
    API_HANG("API server hanging", Place.API),
    STRANGER("the lease in a stranger's hands", Place.API),
    GIT_HANG("Git hanging", Place.GIT),
    GIT_REFUSAL("Git refusing", Place.GIT),
    GIT_LOST_ANSWERS("Git's answers lost", Place.GIT);

    /** One place has one lasting trouble at a time. */
    enum Place {
        CONTROLLER,
        API,
        GIT
    }

    private final String words;
    private final Place place;

    Trouble(String words, Place place) {
        this.words = words;
        this.place = place;
    }

    Place place() {
        return place;
    }

    @Override
    public String toString() {
        return words;
    }
}

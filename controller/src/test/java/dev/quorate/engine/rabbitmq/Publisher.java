package dev.quorate.engine.rabbitmq;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** Publishes one message after the other through whichever member takes it, and remembers which were acknowledged. */
final class Publisher implements AutoCloseable {

    private final RealRabbit rabbit;
    private final String queue;
    private final List<String> acknowledged = new CopyOnWriteArrayList<>();
    private final AtomicInteger failed = new AtomicInteger();
    private final Thread thread;
    private volatile boolean stopped;

    private Publisher(RealRabbit rabbit, String queue) {
        this.rabbit = rabbit;
        this.queue = queue;
        this.thread = new Thread(this::publish, "publisher");
    }

    static Publisher to(RealRabbit rabbit, String queue) {
        Publisher publisher = new Publisher(rabbit, queue);
        publisher.thread.setDaemon(true);
        publisher.thread.start();
        return publisher;
    }

    /** Three stay all the time; the next one is asked when one does not take the message. */
    private void publish() {
        for (int number = 0; !stopped; number++) {
            String message = "order " + number;
            if (rabbit.messages().publish(rabbit.addressOf(number % 3), queue, message)) {
                acknowledged.add(message);
            } else {
                failed.incrementAndGet();
            }
        }
    }

    List<String> acknowledged() {
        return acknowledged;
    }

    void awaitMore(int messages) {
        int before = acknowledged.size();
        rabbit.await(messages + " more messages", () -> acknowledged.size() >= before + messages);
    }

    String figure() {
        return acknowledged.size() + " published and acknowledged, " + failed + " not";
    }

    void stop() {
        stopped = true;
        try {
            thread.join();
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        stop();
    }
}

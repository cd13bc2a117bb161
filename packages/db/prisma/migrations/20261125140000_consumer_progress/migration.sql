-- Next Kafka offset of consumers that keep it with their rows instead of in a consumer group.

CREATE TABLE "consumer_progress" (
    "consumer" TEXT NOT NULL,
    "nextOffset" BIGINT NOT NULL,

    CONSTRAINT "consumer_progress_pkey" PRIMARY KEY ("consumer")
);

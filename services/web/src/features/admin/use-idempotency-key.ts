import { useRef } from "react";

import { isPassing } from "@/api/problem";

/** The same key until an act worked: one that is sent twice is done once. */
export function useIdempotencyKey() {
  const key = useRef(crypto.randomUUID());
  const renew = () => {
    key.current = crypto.randomUUID();
  };
  return {
    headers: () => ({ "Idempotency-Key": key.current }),
    renew,
    /** Refused: what is sent next is another act. Not heard: it may have been done. */
    renewAfter: (error: unknown) => {
      if (!isPassing(error)) renew();
    },
  };
}

import { ProblemError } from "@/api/problem";

import type { Parcel } from "../model/answer-queue";
import { FakeProfiler } from "../model/fake-profiler";
import type { Surroundings } from "./box-types";
import { PageDrawer } from "./storage";

/** A refusal as the client throws it. */
export const problem = (
  status: number,
  code: string,
  extra: object = {},
  retryAfterS: number | null = null,
) =>
  new ProblemError(
    { status, code, title: "", detail: "", type: "", request_id: "", errors: [], ...extra },
    retryAfterS,
  );

/** For tests: a device, a profiler with its rules, and a network that can be cut. */
export class World implements Surroundings {
  readonly server = new FakeProfiler();
  readonly drawer = new PageDrawer();
  readonly sent: Parcel[] = [];
  failure: Error | null = null;
  here = "learner";
  channel = null;

  openDrawer = () => Promise.resolve(this.drawer);
  now = () => Date.now();
  alone = <T>(_name: string, work: () => Promise<T>) => work();
  askWhoIsHere = () => Promise.resolve(this.here);
  fetchStored = () =>
    this.failure ? Promise.reject(this.failure) : Promise.resolve(this.server.tell());
  post = (_sessionId: string, parcel: Parcel) => {
    this.sent.push(parcel);
    this.server.now += 1;
    return this.failure
      ? Promise.reject(this.failure)
      : Promise.resolve({ outcomes: this.server.take(parcel), course: null });
  };
}

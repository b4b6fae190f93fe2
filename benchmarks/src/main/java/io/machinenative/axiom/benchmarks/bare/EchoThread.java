package io.machinenative.axiom.benchmarks.bare;

import io.machinenative.axiom.benchmarks.rtt.RttServer;
import io.netty.util.concurrent.FastThreadLocalThread;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.AgentRunner;
import org.agrona.concurrent.IdleStrategy;

/**
 * A server that is one agent on one thread. Owns both. The thread is one of Netty's kind, because
 * Netty recycles buffers on no other.
 */
final class EchoThread implements RttServer {
  private final AgentRunner runner;
  private final String address;

  private EchoThread(AgentRunner runner, String address) {
    this.runner = runner;
    this.address = address;
  }

  static EchoThread start(Agent agent, IdleStrategy idle, String address) {
    AgentRunner runner = new AgentRunner(idle, Throwable::printStackTrace, null, agent);
    AgentRunner.startOnThread(runner, FastThreadLocalThread::new);
    return new EchoThread(runner, address);
  }

  @Override
  public String address() {
    return address;
  }

  @Override
  public void close() {
    runner.close();
  }
}

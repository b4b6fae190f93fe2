package io.machinenative.axiom.plugins.s3;

/** Hears how far a transfer is, and says whether it is still wanted. Any thread. */
interface TransferWatch {
  /** For transfers that nobody follows. */
  TransferWatch NONE =
      new TransferWatch() {
        @Override
        public void at(long bytes) {
          // nobody listens
        }

        @Override
        public void check() {
          // always wanted
        }
      };

  /**
   * @param bytes that the service has, or gave, so far
   */
  void at(long bytes);

  /**
   * @throws io.machinenative.axiom.api.ToolException CANCELLED when it is not wanted any more
   */
  void check();
}

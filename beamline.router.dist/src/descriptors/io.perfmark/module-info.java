/** Marks for traces of performance, which gRPC sets, whose jar only has a name for its module. */
module io.perfmark {
  exports io.perfmark;
}

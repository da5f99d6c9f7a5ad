/** Histograms that Micrometer counts percentiles with; its jar has no name for its module. */
module HdrHistogram {
  exports org.HdrHistogram;
  exports org.HdrHistogram.packedarray;
}

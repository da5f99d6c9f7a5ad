/** An extension of Beamline Router. It requires the SPI and nothing else; nobody requires it. */
module com.example.textlimit {
  requires beamline.router.spi;

  provides beamline.router.spi.ExtensionProvider with
      com.example.textlimit.TextLimitProvider;
}

using Sinter.Cli.Stages;

namespace Sinter.Cli.Tests.Stages;

public sealed class SizeHistogramTests
{
    [Fact]
    public void Sizes_are_counted_between_powers_of_two()
    {
        var histogram = new SizeHistogram();
        foreach (var size in new long[] { 0, 1, 63, 64, 127, 128, 300 })
        {
            histogram.Add(size);
        }

        histogram.ToJson().ToJsonString().ShouldBe("""{"edges":[0,64,128,256,512],"counts":[3,2,1,1]}""");
    }
}

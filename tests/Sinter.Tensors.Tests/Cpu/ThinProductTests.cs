using Sinter.Tensors.Cpu;
using Sinter.Tensors.Operations;

namespace Sinter.Tensors.Tests.Cpu;

public sealed class ThinProductTests
{
    [Fact]
    public void A_rows_result_does_not_depend_on_the_rows_beside_it()
    {
        // Decoding one sequence must give the same bits alone and in a batch.
        var cpu = new CpuBackend(2);
        var (rows, columns, depth) = (11, 50, 37);
        var random = new Random(1);
        var x = Enumerable.Range(0, rows * depth).Select(_ => random.NextSingle() - 0.5f).ToArray();
        var weight = Tensor.From<float>(cpu, Enumerable.Range(0, columns * depth).Select(_ => random.NextSingle() - 0.5f).ToArray(), [columns, depth]);

        var together = Tensor.From<float>(cpu, x, [rows, depth]).Linear(weight).ToArray<float>();

        for (var row = 0; row < rows; row++)
        {
            var alone = Tensor.From<float>(cpu, x.AsSpan(row * depth, depth), [1, depth]).Linear(weight).ToArray<float>();
            alone.ShouldBe(together[(row * columns)..((row + 1) * columns)], $"row {row}");
        }
    }
}

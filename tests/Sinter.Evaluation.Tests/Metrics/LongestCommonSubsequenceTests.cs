using Sinter.Evaluation.Metrics;

namespace Sinter.Evaluation.Tests.Metrics;

public sealed class LongestCommonSubsequenceTests
{
    [Theory]
    [InlineData(1, 5, 5)]
    [InlineData(2, 63, 70)]
    [InlineData(3, 64, 64)]
    [InlineData(4, 65, 10)]
    [InlineData(5, 200, 130)]
    [InlineData(6, 129, 300)]
    public void The_bits_say_what_the_table_says(int seed, int rows, int columns)
    {
        var random = new Random(seed);
        int[] reference = [.. Enumerable.Range(0, rows).Select(_ => random.Next(6))];
        int[] candidate = [.. Enumerable.Range(0, columns).Select(_ => random.Next(7))];
        var table = new int[rows + 1, columns + 1];
        for (var row = 1; row <= rows; row++)
        {
            for (var column = 1; column <= columns; column++)
            {
                table[row, column] = reference[row - 1] == candidate[column - 1]
                    ? table[row - 1, column - 1] + 1
                    : Math.Max(table[row - 1, column], table[row, column - 1]);
            }
        }

        var expected = new bool[rows];
        for (var (row, column) = (rows, columns); row > 0 && column > 0;)
        {
            if (reference[row - 1] == candidate[column - 1])
            {
                expected[--row] = true;
                column--;
            }
            else if (table[row, column - 1] > table[row - 1, column])
            {
                column--;
            }
            else
            {
                row--;
            }
        }

        var taken = new bool[rows];
        LongestCommonSubsequence.Mark(reference, candidate, taken);

        LongestCommonSubsequence.Length(reference, candidate).ShouldBe(table[rows, columns]);
        taken.ShouldBe(expected);
    }
}

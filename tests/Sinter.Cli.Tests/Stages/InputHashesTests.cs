using Sinter.Cli.Stages;
using Sinter.Training.Runs;

namespace Sinter.Cli.Tests.Stages;

public sealed class InputHashesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private RunFolder Run => new(_folder.File("run"));

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Content_counts_and_time_does_not()
    {
        var file = _folder.File("a.txt", "one");
        var first = InputHashes.Read(Run).Of(file);

        File.SetLastWriteTimeUtc(file, DateTime.UtcNow.AddHours(1));
        InputHashes.Read(Run).Of(file).ShouldBe(first);
        File.WriteAllText(file, "two");
        InputHashes.Read(Run).Of(file).ShouldNotBe(first);
        first.ShouldStartWith("3 bytes, ");
    }

    [Fact]
    public void A_file_of_known_size_and_time_is_not_read_again_and_what_is_damaged_is()
    {
        var (file, time) = (_folder.File("a.txt", "one"), new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        File.SetLastWriteTimeUtc(file, time);
        var hashes = InputHashes.Read(Run);
        var first = hashes.Of(file);
        Directory.CreateDirectory(Run.Root);
        hashes.Write(Run);

        // Nobody could tell but by reading it.
        File.WriteAllText(file, "two");
        File.SetLastWriteTimeUtc(file, time);
        InputHashes.Read(Run).Of(file).ShouldBe(first);

        File.WriteAllText(Run.InputHashes, "3 x\n\n" + new string('a', 100) + "\n");
        InputHashes.Read(Run).Of(file).ShouldNotBe(first);
    }

    [Fact]
    public void Of_a_large_file_parts_are_read_up_to_its_end()
    {
        var file = _folder.File("large.bin");
        using (var stream = File.Create(file))
        {
            stream.SetLength((64L << 20) + 12_345);
        }

        var (first, time) = (InputHashes.Read(Run).Of(file), File.GetLastWriteTimeUtc(file));
        using (var stream = File.OpenWrite(file))
        {
            stream.Position = stream.Length - 1;
            stream.WriteByte(1);
        }

        File.SetLastWriteTimeUtc(file, time);
        InputHashes.Read(Run).Of(file).ShouldNotBe(first, "the last byte is in a part that is read");
        File.SetLastWriteTimeUtc(file, time.AddSeconds(2));
        var touched = InputHashes.Read(Run).Of(file);
        File.SetLastWriteTimeUtc(file, time);
        InputHashes.Read(Run).Of(file).ShouldNotBe(touched, "between the parts only the time tells");
    }
}

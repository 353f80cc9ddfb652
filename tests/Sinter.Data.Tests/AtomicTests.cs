namespace Sinter.Data.Tests;

public sealed class AtomicTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_file_replaces_the_old_one_only_when_it_is_complete()
    {
        var path = _folder.File("a.txt", "old");
        using (var file = AtomicFile.Create(path))
        {
            file.Stream.Write("half"u8);
        }

        File.ReadAllText(path).ShouldBe("old");
        AtomicFile.WriteAllText(path, "new");
        File.ReadAllText(path).ShouldBe("new");
        Directory.GetFiles(_folder.Path).ShouldHaveSingleItem();
    }

    [Fact]
    public void A_folder_replaces_the_old_one_only_when_it_is_complete()
    {
        _folder.File(Path.Combine("set", "old.txt"), "old");
        var path = Path.Combine(_folder.Path, "set");
        using (var folder = AtomicFolder.Create(path))
        {
            File.WriteAllText(Path.Combine(folder.WorkPath, "half.txt"), "half");
        }

        Directory.GetFiles(path).Select(Path.GetFileName).ShouldBe(["old.txt"]);
        using (var folder = AtomicFolder.Create(path + Path.DirectorySeparatorChar))
        {
            File.WriteAllText(Path.Combine(folder.WorkPath, "new.txt"), "new");
            folder.Complete();
        }

        Directory.GetFiles(path).Select(Path.GetFileName).ShouldBe(["new.txt"]);
        Directory.GetDirectories(_folder.Path).ShouldHaveSingleItem();
    }

    [Fact]
    public void What_an_interrupted_run_left_is_cleared()
    {
        _folder.File(Path.Combine("set" + AtomicFile.PartialSuffix, "stale.txt"), "stale");
        using var folder = AtomicFolder.Create(Path.Combine(_folder.Path, "set"));

        Directory.GetFiles(folder.WorkPath).ShouldBeEmpty();
    }
}

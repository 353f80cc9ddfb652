using System.Globalization;
using Sinter.Data.Cleaning;
using Sinter.Data.Inputs;
using Sinter.Data.Mixing;
using Sinter.Data.Shards;

namespace Sinter.Data.Tests.Mixing;

public sealed class MixtureRunTests
{
    [Fact]
    public void TheSameSpecGivesTheSameBytesAtAnyNumberOfThreads()
    {
        using var folder = new TemporaryFolder();
        MixtureSource[] sources =
        [
            MixtureFiles.Source(folder, "a", 4_000, fields: static i => $",\"language\":\"l{i % 5}\"") with { GroupBy = "language" },
            MixtureFiles.Source(folder, "b", 700) with { Epochs = 2.3 },
        ];
        foreach (var order in Enum.GetValues<MixtureOrder>())
        {
            var spec = new MixtureSpec { Sources = sources, Order = order, Budget = 9_000, Unit = MixtureUnit.Tokens, Alpha = 0.5 };
            MixtureFiles.Mix(folder, spec, out _, threads: 1, name: "one");
            MixtureFiles.Mix(folder, spec, out _, threads: 7, name: "seven");
            MixtureFiles.Bytes(folder.File("seven")).ShouldBe(MixtureFiles.Bytes(folder.File("one")));
        }
    }

    [Fact]
    public void FractionalEpochsAreExactAndCopiesHaveIdsOfTheirOwn()
    {
        using var folder = new TemporaryFolder();
        var ids = MixtureFiles.Mix(folder, new MixtureSpec { Sources = [MixtureFiles.Source(folder, "a", 1_000) with { Epochs = 2.25 }], Unit = MixtureUnit.Documents }, out var result);
        ids.Count.ShouldBe(2_250);
        ids.ShouldBeUnique();
        ids.Count(static id => !id.Contains('~')).ShouldBe(1_000);
        ids.Count(static id => id.EndsWith("~2", StringComparison.Ordinal)).ShouldBe(1_000);
        ids.Count(static id => id.EndsWith("~3", StringComparison.Ordinal)).ShouldBe(250);
        result.Plan.Parts[0].TakenDocuments.ShouldBe(2_250);
        result.Taken[0].Documents.ShouldBe(2_250);
    }

    [Fact]
    public void TokensAreAsNearToTheirSharesAsWholeDocumentsCome()
    {
        using var folder = new TemporaryFolder();
        var spec = new MixtureSpec
        {
            Sources = [MixtureFiles.Source(folder, "a", 500) with { Weight = 1 }, MixtureFiles.Source(folder, "b", 900) with { Weight = 2 }],
            Budget = 1_501,
            Seed = 7,
        };
        MixtureFiles.Mix(folder, spec, out var result);
        foreach (var (number, part) in result.Plan.Parts.Index())
        {
            // The same by sorting all of the source in memory.
            var name = spec.Sources[number].Name;
            var documents = JsonLines.ReadDocuments(folder.File(name + ".jsonl"))
                .OrderBy(document => StableHash.Of(document.Id, StableHash.Of(name, spec.Seed)))
                .Select(static document => (document.Id, Tokens: TokenEstimate.Of(document.Text))).ToList();
            var nearest = Enumerable.Range(0, documents.Count + 1).MinBy(count => Math.Abs(part.Wanted - documents.Take(count).Sum(static document => document.Tokens)));
            MixtureFiles.Ids(folder.File("mixed")).Where(id => id.StartsWith(name, StringComparison.Ordinal)).Order(StringComparer.Ordinal)
                .ShouldBe(documents.Take(nearest).Select(static document => document.Id).Order(StringComparer.Ordinal));
            part.Got.ShouldBe(documents.Take(nearest).Sum(static document => document.Tokens));
            Math.Abs(part.Got - part.Wanted).ShouldBeLessThanOrEqualTo(4);
        }

        result.Plan.Parts.Sum(static part => part.Wanted).ShouldBe(1_501);
    }

    [Fact]
    public void ALargerBudgetHoldsTheSmallerMixture()
    {
        using var folder = new TemporaryFolder();
        var spec = new MixtureSpec { Sources = [MixtureFiles.Source(folder, "a", 300)], Unit = MixtureUnit.Documents, Budget = 50 };
        var small = MixtureFiles.Mix(folder, spec, out _, name: "small");
        small.Except(MixtureFiles.Mix(folder, spec with { Budget = 90 }, out _, name: "large")).ShouldBeEmpty();
        MixtureFiles.Mix(folder, spec with { Seed = 1 }, out _, name: "other").ShouldNotBe(small);
    }

    [Fact]
    public void OrdersAreWhatTheyAreCalled()
    {
        using var folder = new TemporaryFolder();
        var (a, b) = (MixtureFiles.Source(folder, "a", 60), MixtureFiles.Source(folder, "b", 20));
        var spec = new MixtureSpec { Sources = [a with { Epochs = 1 }, b with { Epochs = 2 }], Unit = MixtureUnit.Documents };
        var given = Enumerable.Range(0, 60).Select(static i => $"a-{i}").Concat(Enumerable.Range(0, 20).Select(static i => $"b-{i}")).Concat(Enumerable.Range(0, 20).Select(static i => $"b-{i}~2")).ToList();
        MixtureFiles.Mix(folder, spec with { Order = MixtureOrder.Given }, out _).ShouldBe(given);

        var interleaved = MixtureFiles.Mix(folder, spec with { Order = MixtureOrder.Interleaved }, out _);
        interleaved.Where(static id => id[0] == 'a').ShouldBe(given.Take(60));
        interleaved.Where(static id => id[0] == 'b').ShouldBe(given.Skip(60));
        interleaved.Chunk(10).ShouldAllBe(static ten => ten.Count(static id => id[0] == 'a') == 6);

        var shuffled = MixtureFiles.Mix(folder, spec, out _);
        shuffled.ShouldNotBe(given);
        shuffled.ShouldBe(given, ignoreOrder: true);

        MixtureFiles.Mix(folder, spec with { Order = MixtureOrder.Curriculum }, out _);
        var lengths = MixtureFiles.Lines(folder.File("mixed")).Select(static line => line.GetProperty("text").GetString()!.Length).ToList();
        lengths.ShouldBe(lengths.Order());
        lengths.Distinct().Count().ShouldBeGreaterThan(3);
    }

    [Fact]
    public void ACurriculumMayFollowAnyNumberUpOrDown()
    {
        using var folder = new TemporaryFolder();
        var source = MixtureFiles.Source(folder, "a", 30, fields: static i => i % 10 == 9 ? "" : string.Create(CultureInfo.InvariantCulture, $",\"score\":{Math.Sin(i):0.000000}"));
        var ids = MixtureFiles.Mix(folder, new MixtureSpec { Sources = [source], Order = MixtureOrder.Curriculum, OrderBy = "score", Descending = true }, out var result);
        int Number(string id) => int.Parse(id[2..], CultureInfo.InvariantCulture);
        ids.Take(27).Select(Number).ShouldBe(Enumerable.Range(0, 30).Where(static i => i % 10 != 9).OrderByDescending(static i => Math.Sin(i)));
        ids.Skip(27).Select(Number).Order().ShouldBe([9, 19, 29]);
        result.Warnings.ShouldHaveSingleItem().ShouldBe("3 documents have no number 'score' to be ordered by; they come last.");
    }

    [Fact]
    public void RecordsStayAsTheyAre()
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("odd.jsonl", """
            {"x":[1,{"id":"inner"}], "text":"one é","id" : 7, "z":null}
            {"text":"two\ud83d\ude00"}
            {  }
            {"id":"","text":"three"}
            """);
        var spec = new MixtureSpec { Sources = [new MixtureSource { Name = "odd", Inputs = [InputFile.OfPath(path, "odd.jsonl")], Epochs = 2 }], Order = MixtureOrder.Given, Unit = MixtureUnit.Documents };
        MixtureFiles.Mix(folder, spec, out var result);
        File.ReadAllLines(ShardWriter.Files(Path.Combine(folder.File("mixed"), "kept"))[0]).ShouldBe(
        [
            """{"x":[1,{"id":"inner"}], "text":"one é","id" : 7, "z":null}""",
            """{"id":"odd.jsonl#2","text":"two\ud83d\ude00"}""",
            """{"id":"odd.jsonl#4","text":"three"}""",
            """{"x":[1,{"id":"inner"}], "text":"one é","id" : "7~2", "z":null}""",
            """{"id":"odd.jsonl#2~2","text":"two\ud83d\ude00"}""",
            """{"id":"odd.jsonl#4~2","text":"three"}""",
        ]);
        result.Broken.ShouldBe(1);
        result.Warnings.ShouldHaveSingleItem().ShouldStartWith("1 records could not be read, such as ");
    }

    [Fact]
    public void OtherFieldsBecomeTheUsualOnes()
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("posts.jsonl", """{"post":5,"body":"hello","stars":3}""");
        MixtureFiles.Mix(folder, new MixtureSpec { Sources = [new MixtureSource { Name = "posts", Inputs = [InputFile.OfPath(path, "posts.jsonl")], TextField = "body", IdField = "post" }] }, out _);
        JsonLines.ReadDocuments(ShardWriter.Files(Path.Combine(folder.File("mixed"), "kept"))[0]).ShouldHaveSingleItem().ShouldSatisfyAllConditions(
            static document => document.Id.ShouldBe("5"),
            static document => document.Text.ShouldBe("hello"),
            static document => document.Metadata["stars"].ShouldBe("3"));
    }

    [Fact]
    public void IdsStayUniqueWhereSourcesClashAndMixturesAreMixedAgain()
    {
        using var folder = new TemporaryFolder();
        var first = MixtureFiles.Source(folder, "a", 20);
        MixtureFiles.Mix(folder, new MixtureSpec { Sources = [first with { Epochs = 2 }] }, out _, name: "once");
        var again = new MixtureSource { Name = "again", Inputs = InputSet.Resolve([Path.Combine(folder.File("once"), "kept")], InputSettings.Default), Epochs = 2 };
        var ids = MixtureFiles.Mix(folder, new MixtureSpec { Sources = [first with { Epochs = 1 }, again] }, out var result, name: "twice");
        ids.Count.ShouldBe(20 + 80);
        ids.ShouldBeUnique();
        ids.ShouldContain("a-3~2~again~~2");
        result.Warnings.ShouldHaveSingleItem().ShouldContain("end in '~again'");
    }

    [Fact]
    public void TooManyGroupsAreRefusedAndNothingIsLeft()
    {
        using var folder = new TemporaryFolder();
        var source = MixtureFiles.Source(folder, "a", MixtureCensus.MaximumGroups + 5) with { GroupBy = "n" };
        Should.Throw<InvalidDataException>(() => MixtureFiles.Mix(folder, new MixtureSpec { Sources = [source] }, out _)).Message.ShouldContain("'n' parts the source 'a' into more than 10000 groups");
        Directory.EnumerateFileSystemEntries(folder.Path).ShouldHaveSingleItem();
    }

    [Fact]
    public void WhatIsStoppedLeavesTheOldMixture()
    {
        using var folder = new TemporaryFolder();
        var spec = new MixtureSpec { Sources = [MixtureFiles.Source(folder, "a", 5_000)] };
        MixtureFiles.Mix(folder, spec, out _);
        var before = MixtureFiles.Bytes(folder.File("mixed"));
        using var stop = new CancellationTokenSource();
        var passes = 0;
        Should.Throw<OperationCanceledException>(() => new MixtureRun(spec with { Seed = 1 }).Write(
            new MixtureFolder(folder.File("mixed")), JsonLinesShards.Plain, 1 << 20, _ => { if (++passes == 2) { stop.Cancel(); } }, stop.Token));
        MixtureFiles.Bytes(folder.File("mixed")).ShouldBe(before);
        Directory.Exists(folder.File("mixed.partial")).ShouldBeFalse();
    }

    [Fact]
    public void APlanAloneSaysWhatTheMixtureThenDoes()
    {
        using var folder = new TemporaryFolder();
        var spec = new MixtureSpec { Sources = [MixtureFiles.Source(folder, "a", 200) with { Weight = 1 }, MixtureFiles.Source(folder, "b", 100) with { Weight = 1 }], Budget = 1_000 };
        var planned = new MixtureRun(spec).Plan();
        planned.Taken.ShouldBeEmpty();
        MixtureFiles.Mix(folder, spec, out var written);
        written.Plan.Parts.ShouldBe(planned.Plan.Parts);
        written.Taken.Select(static taken => taken.Tokens).ShouldBe(written.Plan.Parts.Select(static part => part.Got));
        File.ReadAllText(Path.Combine(folder.File("mixed"), "report.html")).ShouldContain("Share of the mixture");
    }
}
